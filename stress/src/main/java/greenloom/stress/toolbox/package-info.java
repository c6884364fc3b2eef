/**
 * Players who use everything in {@code greenloom.sync} at once, with limits, kills and ends that
 * come at about the same instant as what was waited for: nothing is lost, nothing comes twice,
 * nobody is forgotten.
 *
 * <p>Begin with {@link greenloom.stress.toolbox.ToolboxSoak}, the program, and {@link
 * greenloom.stress.toolbox.Game}, one seed.
 */
@NullMarked
package greenloom.stress.toolbox;

import org.jspecify.annotations.NullMarked;
