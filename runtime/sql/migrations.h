#pragma once

namespace lotse::sql {

// A .sql file compiled into the program (see lotse_sql in cmake/targets.cmake).
struct EmbeddedFile {
  const char* name;
  const char* text;
};

}  // namespace lotse::sql
