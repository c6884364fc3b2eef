package greenloom.benchmarks.suite;

import io.helidon.webserver.WebServer;
import java.util.Locale;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/** An HTTP server that people use. */
enum HttpProduct {
  HELIDON("HelidonHttp", WebServer.class),
  JETTY("JettyHttp", Server.class),
  TOMCAT("TomcatHttp", Tomcat.class),
  JDK("JdkHttp", null);

  private final String main;
  private final @Nullable Class<?> type;

  HttpProduct(String main, @Nullable Class<?> type) {
    this.main = main;
    this.type = type;
  }

  /** What it is called on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The program. */
  String main() {
    return "greenloom.benchmarks.http." + main;
  }

  /** The file it comes in, which has the version in its name; empty if the JDK is that. */
  String version() {
    return type == null ? "" : Versions.jar(type);
  }
}
