#pragma once

#include <clocale>
#include <cstdlib>
#include <ctime>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

// What a process has around it and a pure function must not see: locale and time zone.
namespace lotse::testing_support {

// Sets a locale and a zone as long as it lives.
class Surroundings {
 public:
  Surroundings(const char* locale, const char* zone) {
    found_ = std::setlocale(LC_ALL, locale) != nullptr;
    setenv("LC_ALL", locale, 1);
    setenv("TZ", zone, 1);
    tzset();
  }
  ~Surroundings() {
    std::setlocale(LC_ALL, "C");
    unsetenv("LC_ALL");
    unsetenv("TZ");
    tzset();
  }
  // Whether the machine has the locale; else it stays as it was.
  bool found() const { return found_; }
  // Whether numbers have a comma there.
  static bool HasComma() { return *std::localeconv()->decimal_point == ','; }

 private:
  bool found_ = false;
};

// Makes the German locale, with a comma in numbers, in a folder of the test where the machine does
// not have it.
inline void MakeGermanLocale() {
  const std::string folder = absl::StrCat(testing::TempDir(), "/lotse_locales");
  const std::string command = absl::StrCat("mkdir -p ", folder, " && localedef -i de_DE -f UTF-8 ",
                                           folder, "/de_DE.UTF-8 2>/dev/null");
  if (std::system(command.c_str()) == 0) setenv("LOCPATH", folder.c_str(), 1);
}

}  // namespace lotse::testing_support
