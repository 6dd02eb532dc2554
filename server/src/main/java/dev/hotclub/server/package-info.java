/// Starts the server: builds its objects and opens its port.
@org.jspecify.annotations.NullMarked
package dev.hotclub.server;
