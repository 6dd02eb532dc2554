"""A library: every kind of relation that Django has."""

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Country(models.Model):
    name = models.CharField(max_length=50)


class Note(models.Model):
    text = models.CharField(max_length=100)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    about = GenericForeignKey("content_type", "object_id")


class Author(models.Model):
    name = models.CharField(max_length=50)
    bio = models.TextField(default="")
    country = models.ForeignKey(Country, on_delete=models.CASCADE)
    friends = models.ManyToManyField("self")
    notes = GenericRelation(Note)


class Profile(models.Model):
    author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="profile")
    site = models.CharField(max_length=50)


class Tag(models.Model):
    name = models.CharField(max_length=50, unique=True)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey(Author, on_delete=models.SET_NULL, null=True, related_name="edited")
    tags = models.ManyToManyField(Tag, related_name="books")
    price = models.IntegerField(default=0)

    def author_name(self):
        return self.author.name


class Audio(Book):
    seconds = models.IntegerField(default=0)


class Review(models.Model):
    # no related_name: it is `review_set`
    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    stars = models.IntegerField(default=3)


class Node(models.Model):
    name = models.CharField(max_length=50)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")


class Log(models.Model):
    text = models.CharField(max_length=100)
