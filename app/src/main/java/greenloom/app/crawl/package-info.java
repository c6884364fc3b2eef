/**
 * Following links through one site.
 *
 * <p>Begin with {@link greenloom.app.crawl.Crawler}.
 */
@NullMarked
package greenloom.app.crawl;

import org.jspecify.annotations.NullMarked;
