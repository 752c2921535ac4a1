#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lotse::testing_support {

// What a shell command wrote; an empty text if it failed.
inline std::string OutputOf(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");  // NOLINT: commands of the tests.
  if (pipe == nullptr) return "";
  std::string out;
  char buffer[4096];
  std::size_t bytes = 0;
  while ((bytes = std::fread(buffer, 1, sizeof buffer, pipe)) > 0) out.append(buffer, bytes);
  return pclose(pipe) == 0 ? out : "";
}

// Puts bytes into a file of the test, and tells its path.
inline std::string InFile(absl::string_view name, absl::string_view bytes) {
  const std::string path = absl::StrCat(testing::TempDir(), "/lotse_unzip_", name);
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

// A file of an archive, as Python reads it after checking all sums.
inline std::string Unzipped(absl::string_view archive, const std::string& name) {
  const std::string path = InFile("archive.zip", archive);
  const std::string script =
      "import sys, zipfile\n"
      "z = zipfile.ZipFile(sys.argv[1])\n"
      "assert z.testzip() is None\n"
      "assert all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in z.infolist())\n"
      "sys.stdout.buffer.write(z.read(sys.argv[2]))\n";
  const std::string code = InFile("unzip.py", script);
  std::string out = OutputOf(absl::StrCat("python3 ", code, " ", path, " ", name));
  std::remove(path.c_str());
  std::remove(code.c_str());
  return out;
}

}  // namespace lotse::testing_support
