/// The admin resource `requests`: searching records and showing one.
///
/// [RequestsResource] answers, [SearchParameters] reads what is asked, [SearchPool] does the work
/// on a few threads of its own so that serving is not disturbed, and [ResultJson], [ItemJson] and
/// [DetailJson] write the answers.
@NullMarked
package dev.gatehouse.history.api;

import org.jspecify.annotations.NullMarked;
