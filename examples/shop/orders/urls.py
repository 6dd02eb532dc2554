"""Buying."""

from django.urls import path

from . import views

app_name = "orders"
urlpatterns = [
    path("checkout/", views.checkout, name="checkout"),
    path("orders/", views.newest_orders, name="newest"),
    path("orders/receipts/", views.receipts, name="receipts"),
    path("vouchers/<str:code>/", views.voucher, name="voucher"),
    path("orders/<int:number>/payment/", views.payment_status, name="payment"),
    path("orders/export.json", views.export, name="export"),
    path("delivery/", views.delivery, name="delivery"),
    path("delivery/gathered/", views.delivery_gathered, name="delivery-gathered"),
]
