# Writes HEADER with the FILES as raw strings, in the order of their names.
list(SORT FILES)
set(entries "")
foreach(file IN LISTS FILES)
  file(READ ${file} text)
  get_filename_component(base ${file} NAME)
  string(APPEND entries "    {\"${base}\", R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE ${HEADER}
     "#pragma once\n\n#include \"runtime/sql/migrations.h\"\n\n"
     "inline constexpr lotse::sql::EmbeddedFile ${NAME}[] = {\n${entries}};\n")
