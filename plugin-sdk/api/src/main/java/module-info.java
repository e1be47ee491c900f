/// The plugin SDK of Gatehouse.
///
/// It depends on nothing else of the gateway. The warnings are off because OpenTelemetry names its
/// modules in the manifest only.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.gatehouse.sdk {
  requires transitive org.jspecify;
  requires transitive tools.jackson.databind;
  requires transitive jakarta.validation;
  requires transitive io.opentelemetry.api;

  exports dev.gatehouse.sdk.http;
}
