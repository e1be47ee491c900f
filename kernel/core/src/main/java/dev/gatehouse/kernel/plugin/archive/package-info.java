/// Plugin files as files: copied, hashed, checked for what harms whoever unpacks them, unpacked.
///
/// Nothing here knows what a plugin is, and nothing of a file is believed.
@NullMarked
package dev.gatehouse.kernel.plugin.archive;

import org.jspecify.annotations.NullMarked;
