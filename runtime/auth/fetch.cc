#include "runtime/auth/fetch.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/loopback.h"

namespace lotse::auth {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

FileMark MarkOf(const struct stat& file) {
  const auto nanoseconds = [](const timespec& t) {
    return absl::ToUnixNanos(absl::TimeFromTimespec(t));
  };
  return {file.st_ino, file.st_size, nanoseconds(file.st_mtim), nanoseconds(file.st_ctim)};
}

// A part of an address; empty if it has none.
std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string out(text);
  curl_free(text);
  return out;
}

// Read by the library that will use it: two readers could see different hosts.
absl::StatusOr<Url> ParseUrl(const std::string& text) {
  Url url(curl_url());
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    return absl::InvalidArgumentError("no address; give one like https://login.example/keys");
  }
  const std::string scheme = PartOf(url.get(), CURLUPART_SCHEME);
  if (scheme != "https" &&
      !(scheme == "http" && types::IsLoopbackHost(PartOf(url.get(), CURLUPART_HOST)))) {
    return absl::InvalidArgumentError("not of https; http is for this machine only");
  }
  if (!PartOf(url.get(), CURLUPART_USER).empty() ||
      !PartOf(url.get(), CURLUPART_PASSWORD).empty()) {
    return absl::InvalidArgumentError("has a user or password, which it must not");
  }
  return url;
}

// What comes, up to a limit.
struct Body {
  size_t max_bytes;
  std::string text;
};

size_t Take(char* data, size_t size, size_t count, void* target) {
  auto* body = static_cast<Body*>(target);
  const size_t bytes = size * count;
  if (bytes > body->max_bytes - body->text.size()) return 0;  // Ends the transfer.
  body->text.append(data, bytes);
  return bytes;
}

void SetOptions(CURL* easy, CURLU* url, absl::Duration timeout, const std::string& authorities) {
  const long ms = static_cast<long>(absl::ToInt64Milliseconds(timeout));
  curl_easy_setopt(easy, CURLOPT_CURLU, url);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");  // CheckUrl narrowed it.
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, ms);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, ms);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);  // We have threads.
  curl_easy_setopt(easy, CURLOPT_PROXY, "");     // Not even one of the environment.
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Take);
  if (!authorities.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, authorities.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);  // The folder of the system's.
  }
}

}  // namespace

FileMark MarkOf(const std::string& path) {
  struct stat file{};
  return stat(path.c_str(), &file) == 0 ? MarkOf(file) : FileMark();
}

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t max_bytes) {
  // Not to wait for the other end of a pipe.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return absl::ErrnoToStatus(errno, "the file cannot be opened");
  struct stat file{};
  std::string text(max_bytes + 1, '\0');
  size_t size = 0;
  ssize_t got = -1;
  if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode)) {
    while ((got = read(fd, text.data() + size, text.size() - size)) > 0) size += got;
  }
  close(fd);
  if (got < 0) return absl::UnavailableError("the file cannot be read");
  if (size > max_bytes) {
    return absl::OutOfRangeError(absl::StrCat("the file has more than ", max_bytes, " bytes"));
  }
  text.resize(size);
  return text;
}

bool IsUrl(absl::string_view location) { return absl::StrContains(location, "://"); }

bool IsHttps(const std::string& location) {
  const absl::StatusOr<Url> url = ParseUrl(location);
  return url.ok() && PartOf(url->get(), CURLUPART_SCHEME) == "https";
}

absl::Status CheckUrl(const std::string& url) { return ParseUrl(url).status(); }

absl::StatusOr<std::string> FetchUrl(const std::string& url, size_t max_bytes,
                                     absl::Duration timeout, const std::string& authorities) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  const absl::StatusOr<Url> parsed = ParseUrl(url);
  if (!parsed.ok()) return parsed.status();
  const std::unique_ptr<CURL, FreeEasy> easy(curl_easy_init());
  if (ready != CURLE_OK || easy == nullptr) return absl::UnavailableError("libcurl is not there");
  SetOptions(easy.get(), parsed->get(), timeout, authorities);
  Body body{max_bytes, ""};
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &body);
  const CURLcode result = curl_easy_perform(easy.get());
  // The texts of libcurl are fixed ones.
  if (result == CURLE_WRITE_ERROR) {
    return absl::UnavailableError(absl::StrCat("the answer has more than ", max_bytes, " bytes"));
  }
  if (result != CURLE_OK) return absl::UnavailableError(curl_easy_strerror(result));
  long code = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &code);
  if (code != 200) return absl::UnavailableError(absl::StrCat("the answer has status ", code));
  return std::move(body.text);
}

}  // namespace lotse::auth
