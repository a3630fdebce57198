// What SQLite offers through functions with a variable number of arguments alone, which Swift cannot call.
#ifndef RECOMMEND_CSQLITE_SHIM_H
#define RECOMMEND_CSQLITE_SHIM_H

// Turns off SQLite's count of the memory in use, which nobody asks for and for which every allocation takes a lock. To be called before any
// other use of SQLite; later it does nothing.
static inline void recommend_sqlite_count_no_memory(void) {
  extern int sqlite3_config(int, ...);
  sqlite3_config(/* SQLITE_CONFIG_MEMSTATUS */ 9, 0);
}

#endif
