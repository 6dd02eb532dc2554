/// What was concluded: findings, what proves them and what to change.
@org.jspecify.annotations.NullMarked
package dev.hotclub.model.finding;
