//! The program: arguments and commands.
