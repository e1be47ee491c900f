package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Fills the parameters of tests with [GatewayTest].
final class GatewayExtension implements ParameterResolver {
  private static final Namespace PLACE = Namespace.create(GatewayExtension.class);
  private static final Set<Class<?>> KNOWN =
      Set.of(
          TestGateway.class,
          GatewayClient.class,
          ScriptedUpstream.class,
          TestClock.class,
          RecordCapture.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return KNOWN.contains(parameter.getParameter().getType())
        && context.getTestMethod().isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Stand stand =
        context
            .getStore(PLACE)
            .getOrComputeIfAbsent(Stands.Lease.class, _ -> lend(context), Stands.Lease.class)
            .stand();
    Class<?> wanted = parameter.getParameter().getType();
    if (wanted == GatewayClient.class) {
      return stand.gateway().client();
    }
    if (wanted == ScriptedUpstream.class) {
      return stand.upstream();
    }
    if (wanted == TestClock.class) {
      return stand.clock();
    }
    return wanted == RecordCapture.class ? stand.gateway().records() : stand.gateway();
  }

  private static Stands.Lease lend(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    GatewayTest wanted =
        AnnotationSupport.findAnnotation(context.getElement(), GatewayTest.class)
            .or(() -> AnnotationSupport.findAnnotation(test, GatewayTest.class))
            .orElseThrow(() ->
                new ParameterResolutionException(
                    "put @GatewayTest(config = …) on " + test.getName() + " or the test method"));
    Stands stands =
        context
            .getRoot()
            .getStore(PLACE)
            .getOrComputeIfAbsent(Stands.class, _ -> new Stands(), Stands.class);
    try {
      return stands.lend(
          new Stand.Setting(
              text(wanted.config(), test), List.of(wanted.plugins()), wanted.isolated()),
          wanted.fresh());
    } catch (ReflectiveOperationException e) {
      throw new ParameterResolutionException(
          "a plugin of @GatewayTest needs a public constructor without parameters", e);
    } catch (IOException e) {
      throw new ParameterResolutionException(e.getMessage(), e);
    }
  }

  private static String text(String config, Class<?> test) throws IOException {
    boolean resource =
        config.indexOf('\n') < 0 && (config.endsWith(".yaml") || config.endsWith(".yml"));
    if (!resource) {
      return config;
    }
    try (InputStream in = test.getResourceAsStream(config)) {
      if (in == null) {
        throw new IOException(
            "there is no resource " + config + " beside " + test.getName() + "; see @GatewayTest");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
