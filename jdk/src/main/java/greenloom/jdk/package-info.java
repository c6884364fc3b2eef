/**
 * The one door to what the JDK keeps to itself: continuations, virtual threads on a scheduler of
 * ours, and the carrier they run on.
 *
 * <p>Begin with {@link greenloom.jdk.Jdk}, which opens it, and {@link greenloom.jdk.GreenThreads}.
 * Classes whose names end in a number know that JDK; nobody else knows any. For Greenloom itself,
 * not for programs.
 */
package greenloom.jdk;
