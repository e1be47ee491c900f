/// Experiments: units are given variants by a salted hash, and what they got is exposed in record,
/// span and answer.
///
/// [Assignment] is the whole arithmetic and keeps no state; [Experiments] applies it to exchanges.
@NullMarked
package dev.gatehouse.plugins.experiment;

import org.jspecify.annotations.NullMarked;
