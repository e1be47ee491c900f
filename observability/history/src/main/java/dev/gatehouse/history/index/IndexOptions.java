package dev.gatehouse.history.index;

import java.time.Duration;

/// How the index is kept.
///
/// @param slice how long the time slices are that are begun from now on
/// @param text which words are indexed
/// @param textLimit the most characters of one text that are indexed; of longer ones, begin and end
/// @param retentionAge how old a record may become
/// @param retentionBytes how large all slices may become together
/// @param cpu the share of one processor that indexing may use over time, above 0
/// @param openSlices how many complete slices are held open for searching
public record IndexOptions(
    SliceLength slice,
    IndexText text,
    int textLimit,
    Duration retentionAge,
    long retentionBytes,
    double cpu,
    int openSlices) {}
