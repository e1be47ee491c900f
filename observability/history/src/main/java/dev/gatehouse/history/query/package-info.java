/// The language in which the history is searched.
///
/// [QueryParser] turns any text into a [ParsedQuery]: always a tree of [Node]s, and a [Diagnostic]
/// for each thing that it could not make sense of; it never throws. [QueryPrinter] writes a tree
/// back in the one canonical form, and parsing that gives the same tree. [Fields] knows what can be
/// asked for, [Literals] reads numbers with units and times.
///
/// ```
/// expression = and { "or" and }
/// and        = not { [ "and" ] not }
/// not        = [ "-" | "!" | "not" ] term
/// term       = "(" expression ")" | field ":" match | words
/// match      = value | "*" | [ "=" | ">" | ">=" | "<" | "<=" ] value
///            | "[" value "to" value "]" | "(" values joined by and, or, not ")"
/// ```
///
/// A value in double quotes is taken as it stands; without them `*` and `?` match any characters
/// and a backslash takes the meaning from the character behind it.
@NullMarked
package dev.gatehouse.history.query;

import org.jspecify.annotations.NullMarked;
