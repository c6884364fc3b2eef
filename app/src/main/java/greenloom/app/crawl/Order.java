package greenloom.app.crawl;

import java.io.Serializable;

/**
 * What a member of a shared crawl is to fetch.
 *
 * @param depth how many links away from the start it is
 * @param index its place among all that are so far away
 * @param link where it leads
 * @param file the name that it gets, whoever fetches it
 */
record Order(int depth, int index, Link link, String file) implements Serializable {}
