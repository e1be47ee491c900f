/// Recipes for plugins, each in one file.
@NullMarked
package com.example.cookbook;

import org.jspecify.annotations.NullMarked;
