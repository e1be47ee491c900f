/// The plugin SDK of Gatehouse.
///
/// It depends on nothing else of the gateway. The warnings are off because OpenTelemetry names its
/// modules in the manifest only.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.gatehouse.sdk {
  requires transitive java.net.http;
  requires transitive org.jspecify;
  requires transitive tools.jackson.databind;
  requires transitive jakarta.validation;
  requires transitive io.opentelemetry.api;

  exports dev.gatehouse.sdk;
  exports dev.gatehouse.sdk.admin;
  exports dev.gatehouse.sdk.ai;
  exports dev.gatehouse.sdk.auth;
  exports dev.gatehouse.sdk.exchange;
  exports dev.gatehouse.sdk.filter;
  exports dev.gatehouse.sdk.http;
  exports dev.gatehouse.sdk.log;
  exports dev.gatehouse.sdk.plugin;
  exports dev.gatehouse.sdk.protocol;
  exports dev.gatehouse.sdk.provider;
  exports dev.gatehouse.sdk.route;
  exports dev.gatehouse.sdk.store;
  exports dev.gatehouse.sdk.stream;
  exports dev.gatehouse.sdk.telemetry;
}
