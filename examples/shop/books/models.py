"""What is sold, who wrote it and what readers say."""

from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=100)
    city = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    name = models.CharField(max_length=100)
    born = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Book(models.Model):
    slug = models.SlugField(max_length=140, unique=True)
    title = models.CharField(max_length=120)
    blurb = models.TextField()
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="books")
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="books")
    categories = models.ManyToManyField(Category, related_name="books")
    price = models.DecimalField(max_digits=7, decimal_places=2)
    stock = models.PositiveIntegerField(default=0)
    published = models.DateField()

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reviews")
    reader = models.CharField(max_length=60)
    stars = models.PositiveSmallIntegerField()
    text = models.TextField()
    written = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.stars}★ {self.reader}"
