from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from books.models import Author, Book, Country, Cover, Note, Tag


class Command(BaseCommand):
    def handle(self, *args, **options):
        tags = [Tag.objects.create(name=f"tag {number}") for number in range(3)]
        for number in range(6):
            author = Author.objects.create(name=f"author {number}", country=Country.objects.create(name=f"country {number}"))
            book = Book.objects.create(title=f"book {number}", author=author)
            book.tags.set(tags)
            Cover.objects.create(book=book, colour="red")
            Note.objects.create(target=author, text="good")
        User.objects.create_user("anna", password="planted-password", is_staff=True)
        User.objects.create_user("otto", password="planted-password")
