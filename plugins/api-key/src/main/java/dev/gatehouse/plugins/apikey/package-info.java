/// Authentication by API key: keys are kept as SHA-256 hashes, looked up in one step.
@NullMarked
package dev.gatehouse.plugins.apikey;

import org.jspecify.annotations.NullMarked;
