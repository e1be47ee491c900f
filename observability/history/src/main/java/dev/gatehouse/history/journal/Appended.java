package dev.gatehouse.history.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What became of a batch.
///
/// @param accepted how many of its records, from the first on, are in the journal
/// @param failure why the others are not, or null when all are
public record Appended(int accepted, @Nullable IOException failure) {}
