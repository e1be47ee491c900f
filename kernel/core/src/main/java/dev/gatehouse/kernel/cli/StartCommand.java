package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.ConfigRefused;
import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.config.PluginPolicy;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.PluginStatus;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs the gateway until it is asked to stop.
@Command(name = "start", description = "Starts the gateway.", mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  @Mixin GatewayArguments arguments = new GatewayArguments();

  @Override
  public Integer call() throws InterruptedException {
    Gateway gateway;
    try {
      gateway = Gateway.start(arguments.options(true));
    } catch (ConfigRefused e) {
      e.problems().forEach(System.err::println);
      System.err.println("The configuration has problems; nothing was started.");
      return 1;
    } catch (IllegalStateException | java.io.UncheckedIOException e) {
      System.err.println("Gatehouse cannot start: " + reason(e));
      return 1;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  System.out.println("Stopping: running exchanges may end, nothing new is taken.");
                  gateway.close();
                  System.out.println("Stopped.");
                  stopped.countDown();
                },
                "shutdown"));
    greet(gateway, System.out);
    stopped.await();
    return 0;
  }

  private static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    String last = message;
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      last = String.valueOf(cause.getMessage());
    }
    return last.equals(message) ? message : message + " (" + last + ")";
  }

  private void greet(Gateway gateway, PrintStream out) {
    Generation generation = gateway.generations().acquire();
    try {
      out.println("Gatehouse is running.");
      out.println("  API      " + gateway.dataUrl() + "/v1");
      out.println("  Console  " + gateway.adminUrl() + "/");
      out.println(
          "  Config   "
              + gateway.generations().sourceName()
              + " ("
              + generation.config().hash().substring(0, 8)
              + ")");
      for (PluginStatus plugin : gateway.generations().plugins()) {
        if (!plugin.state().equals("active")) {
          out.println("  Plugin   " + plugin.id() + " is not used: " + plugin.reason());
        }
      }
      if (gateway.generations().pluginPolicy(generation) == PluginPolicy.ANY) {
        out.println(
            "  Plugins  every file in the plugin folder is run (policy any); for development only");
      }
      if (!arguments.hasFile()) {
        out.println(
            "No configuration file: these are simulated models. They need no key, cost nothing, and answer this machine only.");
        out.println("Try:");
        out.println(
            "  curl "
                + gateway.dataUrl()
                + "/v1/chat/completions -H 'content-type: application/json' \\");
        out.println(
            "    -d '{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}'");
      }
      out.flush();
    } finally {
      generation.release();
    }
  }
}
