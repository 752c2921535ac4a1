#pragma once

namespace lotse::sql {

// A file compiled into the program (see lotse_embed in cmake/targets.cmake).
struct EmbeddedFile {
  const char* name;
  const char* text;
};

}  // namespace lotse::sql
