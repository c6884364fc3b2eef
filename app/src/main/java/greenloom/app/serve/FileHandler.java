package greenloom.app.serve;

import static greenloom.Greenloom.blocking;

import greenloom.hub.Body;
import greenloom.hub.Hub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.http.content.ResourceHttpContentFactory;
import org.eclipse.jetty.http.content.VirtualHttpContentFactory;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ResourceService;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Jetty's handler for files, with what it lacks.
 *
 * <ul>
 *   <li>All that may wait for a disk, looking names up, listing folders, reading, happens on native
 *       threads of the hub's pool. Nothing is mapped into memory, where a file that becomes shorter
 *       is a fault of the process.
 *   <li>{@code If-Range}, so that nobody goes on with another version of a file (RFC 9110, 13.1.5);
 *       for that, entity tags are strong ones.
 *   <li>Several ranges at once are not for sale: such a request gets the whole file, as RFC 9110
 *       (14.2) allows. So does one in another unit than bytes, as it must.
 *   <li>403 for what cannot be read and for what is neither file nor folder: a pipe would keep its
 *       reader waiting. 405 for other methods.
 * </ul>
 */
final class FileHandler extends ResourceHandler {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final Hub hub;

  FileHandler(Hub hub) {
    this.hub = hub;
    setDirAllowed(true);
    setEtags(true);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!METHODS.contains(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, OPTIONS");
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    Body<Boolean, Exception> lookUp = () -> super.handle(request, response, callback);
    return blocking(lookUp);
  }

  @Override
  protected HttpContent.Factory newHttpContentFactory(ByteBufferPool.Sized buffers) {
    var files = new ResourceHttpContentFactory(getBaseResource(), getMimeTypes(), buffers);
    var all = new VirtualHttpContentFactory(files, getStyleSheet(), "text/css", buffers);
    return path -> {
      HttpContent content = all.getContent(path);
      return content == null || path(content) == null ? content : new FileContent(content, hub);
    };
  }

  private static Path path(HttpContent content) {
    return content.getResource().getPath();
  }

  @Override
  protected ResourceService newResourceService() {
    return new ResourceService() {
      @Override
      public void doGet(
          Request request, Response response, Callback callback, HttpContent content) {
        Path path = path(content);
        if (path != null && !readable(path)) {
          writeHttpError(request, response, callback, HttpStatus.FORBIDDEN_403);
        } else if (request.getMethod().equals("HEAD") && content instanceof FileContent file) {
          super.doGet(withoutRange(request), response, callback, file.head());
        } else {
          Request wanted = mayHaveRange(request, content) ? request : withoutRange(request);
          super.doGet(wanted, response, callback, content);
        }
      }
    };
  }

  private static boolean readable(Path path) {
    return Files.isReadable(path) && (Files.isRegularFile(path) || Files.isDirectory(path));
  }

  /** Whether the range that it asks for, if any, is one, and of the version that there is. */
  private static boolean mayHaveRange(Request request, HttpContent content) {
    HttpFields headers = request.getHeaders();
    List<String> ranges = headers.getValuesList(HttpHeader.RANGE);
    if (ranges.size() > 1 || !ranges.stream().allMatch(FileHandler::isOneOfBytes)) {
      return false;
    }
    String version = headers.get(HttpHeader.IF_RANGE);
    HttpField modified = content.getLastModified();
    return version == null
        || version.equals(content.getETagValue())
        || (modified != null && version.equals(modified.getValue()));
  }

  /** Jetty knows the unit in small letters only, and would refuse others. */
  private static boolean isOneOfBytes(String range) {
    return range.startsWith("bytes=") && !range.contains(",");
  }

  private static Request withoutRange(Request request) {
    HttpFields headers = HttpFields.build(request.getHeaders()).remove(HttpHeader.RANGE);
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return headers;
      }
    };
  }
}
