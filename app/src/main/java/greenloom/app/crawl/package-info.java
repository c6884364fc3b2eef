/** Following links through one site. */
@NullMarked
package greenloom.app.crawl;

import org.jspecify.annotations.NullMarked;
