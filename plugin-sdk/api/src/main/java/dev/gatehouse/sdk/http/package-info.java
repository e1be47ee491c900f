/// HTTP values shared by every extension: header fields, request heads, bodies and answers.
///
/// These are plain classes, not kernel types, so that a plugin can be tested without a gateway.
@NullMarked
package dev.gatehouse.sdk.http;

import org.jspecify.annotations.NullMarked;
