package dev.gatehouse.testkit;

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives tests a real gateway with a scripted upstream behind it, as parameters of their methods:
/// [TestGateway], [GatewayClient], [ScriptedUpstream], [TestClock], [RecordCapture].
///
/// ```java
/// @GatewayTest(
///     plugins = {OpenAiPlugin.class, HelloPlugin.class},
///     config = """
///         providers: { scripted: { type: openai, base-url: "${UPSTREAM}" } }
///         models: { chat: { targets: [ { provider: scripted, model: m } ] } }
///         filters: [ hello: { language: de } ]
///         """)
/// class HelloFilterTest {
///   @Test
///   void greets(GatewayClient client, ScriptedUpstream upstream) throws Exception {
///     upstream.on("/chat/completions", Reply.json("{}"));
///     ...
/// ```
///
/// A test has gateway and upstream to itself while it runs. Afterwards a later test of an equal
/// annotation gets them again, with an upstream that has nothing to say and a clock that goes, but
/// with plugins as they were left; say [#fresh] where their state must begin empty.
///
/// On a method it replaces that of the class.
@Documented
@Inherited
@ExtendWith(GatewayExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface GatewayTest {
  /// The configuration in YAML, or the name of a resource beside the test class that ends with
  /// `.yaml` or `.yml`. `${UPSTREAM}` is the address of the scripted upstream. Ports and folders in
  /// it are replaced.
  String config();

  /// The entry points of the plugins, made by their constructors without parameters.
  Class<? extends GatewayPlugin>[] plugins() default {};

  /// Whether the plugins are packed into files and loaded as a gateway loads them, each in a class
  /// loader of its own. Finds libraries that are missing in the file; the test cannot reach into
  /// the plugin then. Otherwise they are objects in the class path of the test, for speed and
  /// debuggers.
  boolean isolated() default false;

  /// Whether each test gets a gateway that no test had before.
  boolean fresh() default false;
}
