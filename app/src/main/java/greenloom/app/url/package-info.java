/** URLs as the program compares, follows and files them. */
@NullMarked
package greenloom.app.url;

import org.jspecify.annotations.NullMarked;
