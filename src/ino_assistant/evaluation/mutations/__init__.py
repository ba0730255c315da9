"""Mutations: true statements made wrong, by one operator a kind of error."""
