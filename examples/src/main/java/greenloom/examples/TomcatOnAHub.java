package greenloom.examples;

import greenloom.hub.Hub;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat as it is; its own threads look after connections, servlets run on a hub. */
final class TomcatOnAHub extends HttpServlet {
  private int requests; // one servlet runs at a time, so this needs no lock

  static void main(String... args) throws IOException, LifecycleException {
    Hub hub = Hub.setup("servlets").daemon().start();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(args.length > 0 ? Integer.parseInt(args[0]) : 8080);
    connector.getProtocolHandler().setExecutor(hub.executor());
    tomcat.setConnector(connector);
    Context root = tomcat.addContext("", null);
    Tomcat.addServlet(root, "greeting", new TomcatOnAHub());
    root.addServletMappingDecoded("/", "greeting");
    tomcat.start();
    IO.println("http://127.0.0.1:" + connector.getLocalPort() + "/");
    tomcat.getServer().await();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int number = ++requests;
    Hub.sleep(Duration.ofMillis(100)); // the others go on
    response.getWriter().println("request " + number + " on hub " + Hub.current().name());
  }
}
