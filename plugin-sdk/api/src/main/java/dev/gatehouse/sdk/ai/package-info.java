/// Provider-neutral values: what is asked of a model, what it answers, and what it used.
///
/// Values travel in this form only when the protocols of client and provider differ, or when
/// somebody asks for them. Between equal protocols the bytes pass as they are.
@NullMarked
package dev.gatehouse.sdk.ai;

import org.jspecify.annotations.NullMarked;
