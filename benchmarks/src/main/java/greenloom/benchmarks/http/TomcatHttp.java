package greenloom.benchmarks.http;

import greenloom.hub.Hub;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat: platform threads accept and select, a virtual thread a request handles it. */
final class TomcatHttp extends HttpServlet {
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  static void main(String... args) throws IOException, LifecycleException {
    TOMCAT.setLevel(Level.WARNING);
    Executor threads =
        args[0].equals("hub")
            ? Hub.start("servlets").executor()
            : Executors.newVirtualThreadPerTaskExecutor();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("acceptCount", "4096");
    connector.setProperty("maxKeepAliveRequests", "-1"); // no end, as with the others
    connector.setPort(0);
    connector.getProtocolHandler().setExecutor(threads);
    tomcat.setConnector(connector);
    Context root = tomcat.addContext("", null);
    Tomcat.addServlet(root, "answers", new TomcatHttp());
    root.addServletMappingDecoded("/", "answers");
    tomcat.start();
    IO.println(connector.getLocalPort());
    tomcat.getServer().await();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      Answers.prepare(request.getRequestURI());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    response.setContentLength(Answers.TEXT.length());
    response.getOutputStream().print(Answers.TEXT);
  }
}
