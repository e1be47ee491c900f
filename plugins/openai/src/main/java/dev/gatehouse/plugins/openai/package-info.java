/// Client protocol and provider of the OpenAI API.
@NullMarked
package dev.gatehouse.plugins.openai;

import org.jspecify.annotations.NullMarked;
