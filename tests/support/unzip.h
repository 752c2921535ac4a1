#pragma once

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>

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

// Puts bytes into a file of this process, and tells its path.
inline std::string InFile(absl::string_view name, absl::string_view bytes) {
  const std::string path = absl::StrCat(testing::TempDir(), "/lotse_unzip_", getpid(), "_", name);
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

// All files of an archive by their names, read in this process by its directory at the end;
// nothing of one that is broken.
inline std::map<std::string, std::string> UnzippedFiles(absl::string_view archive) {
  const auto number = [&archive](std::size_t at, int bytes) {
    std::size_t value = 0;
    for (int i = bytes - 1; i >= 0; --i) {
      value = value << 8 | static_cast<unsigned char>(archive[at + static_cast<std::size_t>(i)]);
    }
    return value;
  };
  std::map<std::string, std::string> files;
  const std::size_t end = archive.rfind("PK\x05\x06");
  if (end == absl::string_view::npos || end + 22 > archive.size()) return {};
  std::size_t at = number(end + 16, 4);
  for (std::size_t left = number(end + 10, 2); left > 0; --left) {
    const std::size_t packed = number(at + 20, 4);
    const std::size_t size = number(at + 24, 4);
    const std::size_t name = number(at + 28, 2);
    const std::size_t local = number(at + 42, 4);
    const std::size_t data = local + 30 + number(local + 26, 2) + number(local + 28, 2);
    std::string content(size, '\0');
    z_stream inflate = {};
    inflate.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(archive.data() + data));
    inflate.avail_in = static_cast<uInt>(packed);
    inflate.next_out = reinterpret_cast<Bytef*>(content.data());
    inflate.avail_out = static_cast<uInt>(size);
    if (inflateInit2(&inflate, -15) != Z_OK) return {};
    const int result = ::inflate(&inflate, Z_FINISH);
    inflateEnd(&inflate);
    const bool whole = result == Z_STREAM_END && inflate.total_out == size;
    if (!whole && number(at + 10, 2) != 0) return {};
    if (number(at + 10, 2) == 0) content.assign(archive.data() + data, size);
    files.emplace(std::string(archive.substr(at + 46, name)), std::move(content));
    at += 46 + name + number(at + 30, 2) + number(at + 32, 2);
  }
  return files;
}

}  // namespace lotse::testing_support
