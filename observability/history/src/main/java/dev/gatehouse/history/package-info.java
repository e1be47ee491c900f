/// Keeps every exchange as a record and finds it again.
///
/// [HistoryPlugin] registers the section `history`, an instance of which ([History]) takes the
/// records of the gateway and answers below `/admin/v1/requests`. Records go to the journal
/// (package `journal`) and from there, behind serving, into an index for each slice of time
/// (package `index`); queries (package `query`) are answered from the slices (package `search`) and
/// told as JSON (package `api`).
///
/// All instances that name the same folder share one [HistoryStore], so that a reload never has two
/// of them fight over it ([SharedHistory]).
@NullMarked
package dev.gatehouse.history;

import org.jspecify.annotations.NullMarked;
