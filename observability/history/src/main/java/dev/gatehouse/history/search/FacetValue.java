package dev.gatehouse.history.search;

/// How often a value occurs.
///
/// @param value the value
/// @param count the number of matching records that have it
public record FacetValue(String value, long count) {}
