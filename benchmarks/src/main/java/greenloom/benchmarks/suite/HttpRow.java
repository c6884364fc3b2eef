package greenloom.benchmarks.suite;

/** What a row of the report on HTTP servers is about. */
record HttpRow(HttpCase what, HttpRival rival) {}
