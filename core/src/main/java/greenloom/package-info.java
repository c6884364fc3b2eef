/** The everyday words: spawn, wait, kill, time out, and the groups and pools of greenlets. */
package greenloom;
