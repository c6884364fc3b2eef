/** Writing JSON; for this module only. */
package greenloom.json;
