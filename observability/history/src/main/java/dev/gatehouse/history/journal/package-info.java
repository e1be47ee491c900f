/// Records on disk before anything else is done with them.
///
/// [Journal] appends batches to files and takes them away when they are no longer needed;
/// [JournalReader] follows it. [RecordCodec] is the form in which a record is written, here and in
/// the index. What was appended and synced is found again after a crash; a torn end is cut off.
@NullMarked
package dev.gatehouse.history.journal;

import org.jspecify.annotations.NullMarked;
