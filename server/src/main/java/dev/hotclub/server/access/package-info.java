/// Who may see the pages, who may change something, and the record of who did.
@org.jspecify.annotations.NullMarked
package dev.hotclub.server.access;
