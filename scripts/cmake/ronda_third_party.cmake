# What comes from Debian, behind target names of our own.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
find_library(HPDF_LIBRARY hpdf REQUIRED)

add_library(ronda_pdf INTERFACE)
target_link_libraries(ronda_pdf INTERFACE ${HPDF_LIBRARY})
add_library(ronda_qr INTERFACE)
target_link_libraries(ronda_qr INTERFACE PkgConfig::qrencode)
add_library(ronda_cli INTERFACE)
target_link_libraries(ronda_cli INTERFACE CLI11::CLI11 spdlog::spdlog)

# Beast is compiled once (separate compilation) so that the translation units which use it stay bearable.
add_library(ronda_beast STATIC ${CMAKE_SOURCE_DIR}/scripts/cmake/beast.cpp)
target_compile_definitions(ronda_beast PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                                              BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(ronda_beast PUBLIC Boost::headers OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
find_library(BOOST_URL_LIBRARY NAMES boost_url REQUIRED)
target_link_libraries(ronda_beast PUBLIC ${BOOST_URL_LIBRARY})
