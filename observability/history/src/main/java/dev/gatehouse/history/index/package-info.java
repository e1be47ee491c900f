/// Records as Lucene documents, in one index for each slice of time.
///
/// [Indexer] follows the journal on one thread of low priority, makes a document of each record
/// ([RecordDocument], cut into words by [CodeAnalyzer]) and adds it to the [Slice] of its time.
/// [Slices] is the set of all slices: what is too old is dropped as whole folders, what is complete
/// is merged into one segment ([SliceWriter]).
///
/// Each commit of a slice holds the journal's sequence up to which all records of the slice are in
/// it. After a crash the journal is read again, and each slice takes what is beyond its own commit:
/// nothing is lost and nothing is there twice.
@NullMarked
package dev.gatehouse.history.index;

import org.jspecify.annotations.NullMarked;
