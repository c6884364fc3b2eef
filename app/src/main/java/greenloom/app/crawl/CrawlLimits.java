package greenloom.app.crawl;

import java.io.Serializable;

/**
 * How far a crawl goes.
 *
 * @param depth how many links away from the start a page may be
 * @param pages how many pages are asked for at most; what belongs to them is not counted
 */
public record CrawlLimits(int depth, int pages) implements Serializable {}
