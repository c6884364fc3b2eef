package greenloom.app.crawl;

import greenloom.app.transfer.Outcome;
import java.util.List;

/**
 * What came of fetching one URL.
 *
 * @param outcome what became of it
 * @param links what it refers to, if it is a page
 */
record Visit(Outcome outcome, List<Link> links) {}
