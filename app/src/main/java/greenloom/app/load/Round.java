package greenloom.app.load;

/**
 * What the connections of one hub need to know when it begins.
 *
 * @param pace when they ask
 * @param counts where they say what came of it
 */
record Round(Pace pace, Counts counts) {}
