/// The pages: what each shows as a record made from rows of the store, and its template.
@org.jspecify.annotations.NullMarked
package dev.hotclub.server.pages;
