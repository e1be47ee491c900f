package dev.gatehouse.history.search;

import dev.gatehouse.sdk.log.ExchangeRecord;

/// A record as lists show it.
///
/// @param record the record with empty bodies
/// @param prompt the begin of the last thing asked; empty when unknown
/// @param answer the begin of the answer; empty when unknown
public record Item(ExchangeRecord record, String prompt, String answer) {}
