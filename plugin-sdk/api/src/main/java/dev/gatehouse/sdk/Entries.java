package dev.gatehouse.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a configuration record whose only component is a map: the keys of its place in the file
/// are the entries of that map.
///
/// For sections that are lists of named things. With `@Entries record Experiments(Map<String,
/// Experiment> all)` users write `experiments: { first: {...}, second: {...} }` and no `all:`
/// between.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Entries {}
